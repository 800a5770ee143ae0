"""Which endings of names are those of files; any other dot belongs to a name: `v1.2`."""

from __future__ import annotations

_EXTENSIONS = {
    "Obsidian's notes": "md canvas base",
    "Obsidian's pictures": "avif bmp gif jpeg jpg png svg webp",
    "Obsidian's sound and film": "3gp flac m4a mkv mov mp3 mp4 ogg ogv wav webm",
    "documents": "doc docx epub odp ods odt pdf ppt pptx rtf txt xls xlsx",
    "archives": "7z gz rar tar tgz zip",
    "others beside notes": "csv excalidraw heic html ics ipynb json psd py tex tif tiff tsv xml yaml yml",
}
FILE_EXTENSIONS = frozenset(name for names in _EXTENSIONS.values() for name in names.split())
ATTACHMENT_EXTENSIONS = frozenset(
    name
    for kind in ("Obsidian's pictures", "Obsidian's sound and film", "documents")
    for name in _EXTENSIONS[kind].split()
    if name != "txt"  # lists, logs and reports lie beside the notes without belonging to one
)
NOTE_EXTENSIONS = frozenset({"md", "canvas", "base"})


def extension(target: str) -> str:
    """Return the lower-case file extension of a link target when it is one that files have, else ""."""
    _, dot, suffix = target.rstrip().rpartition(".")
    suffix = suffix.lower()
    return suffix if dot and suffix in FILE_EXTENSIONS else ""
