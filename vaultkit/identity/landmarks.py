"""Papers that notes on machine learning cite most, by title: what a broken identifier was probably meant to be.

A last resort of suggestions, behind what the vault itself says. Only titles that name one paper are listed;
each identifier is the paper's own on arXiv.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from vaultkit.identity.titles import title_key

_TITLES = {
    "1301.3781": "Efficient Estimation of Word Representations in Vector Space",
    "1312.5602": "Playing Atari with Deep Reinforcement Learning",
    "1312.6114": "Auto-Encoding Variational Bayes",
    "1406.2661": "Generative Adversarial Networks",
    "1409.0473": "Neural Machine Translation by Jointly Learning to Align and Translate",
    "1409.1556": "Very Deep Convolutional Networks for Large-Scale Image Recognition",
    "1412.6980": "Adam: A Method for Stochastic Optimization",
    "1502.03167": "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift",
    "1503.02531": "Distilling the Knowledge in a Neural Network",
    "1505.04597": "U-Net: Convolutional Networks for Biomedical Image Segmentation",
    "1512.03385": "Deep Residual Learning for Image Recognition",
    "1706.03741": "Deep Reinforcement Learning from Human Preferences",
    "1706.03762": "Attention Is All You Need",
    "1707.06347": "Proximal Policy Optimization Algorithms",
    "1810.04805": "BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding",
    "1907.11692": "RoBERTa: A Robustly Optimized BERT Pretraining Approach",
    "1910.10683": "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer",
    "2001.08361": "Scaling Laws for Neural Language Models",
    "2005.14165": "Language Models are Few-Shot Learners",
    "2006.11239": "Denoising Diffusion Probabilistic Models",
    "2010.11929": "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
    "2103.00020": "Learning Transferable Visual Models From Natural Language Supervision",
    "2106.09685": "LoRA: Low-Rank Adaptation of Large Language Models",
    "2112.10752": "High-Resolution Image Synthesis with Latent Diffusion Models",
    "2201.11903": "Chain-of-Thought Prompting Elicits Reasoning in Large Language Models",
    "2202.05262": "Locating and Editing Factual Associations in GPT",
    "2203.02155": "Training language models to follow instructions with human feedback",
    "2203.15556": "Training Compute-Optimal Large Language Models",
    "2209.10652": "Toy Models of Superposition",
    "2212.08073": "Constitutional AI: Harmlessness from AI Feedback",
    "2301.05217": "Progress measures for grokking via mechanistic interpretability",
    "2302.13971": "LLaMA: Open and Efficient Foundation Language Models",
    "2305.18290": "Direct Preference Optimization: Your Language Model is Secretly a Reward Model",
    "2307.09288": "Llama 2: Open Foundation and Fine-Tuned Chat Models",
}


@cache
def landmarks() -> Mapping[str, str]:
    """Return the titles of the well-known papers by id."""
    return {f"arxiv:{number}": title for number, title in _TITLES.items()}


@cache
def _by_title() -> dict[str, str]:
    return {title_key(title): name for name, title in landmarks().items()}


def landmark(title: str) -> str | None:
    """Return the id of the well-known paper of this title, or None."""
    key = title_key(title)
    return _by_title().get(key) if key else None
