"""Configuration: what the vault's own `.obsidian` folder says, and vaultkit's one file."""

from vaultkit.config.conventions import conventions
from vaultkit.config.find import CONFIG_NAMES, Loaded, config_places, load_config, parse_config
from vaultkit.config.globs import Globs
from vaultkit.config.obsidian import (
    OBSIDIAN_FOLDER,
    SETTINGS_FILES,
    compile_filter,
    is_regex_filter,
    parse_obsidian_settings,
    read_obsidian_settings,
)
from vaultkit.config.settings import Config, LintConfig, OverrideConfig

__all__ = [
    "CONFIG_NAMES",
    "OBSIDIAN_FOLDER",
    "SETTINGS_FILES",
    "Config",
    "Globs",
    "LintConfig",
    "Loaded",
    "OverrideConfig",
    "compile_filter",
    "config_places",
    "conventions",
    "is_regex_filter",
    "load_config",
    "parse_config",
    "parse_obsidian_settings",
    "read_obsidian_settings",
]
