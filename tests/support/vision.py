"""What is left of a mark where colours are not told apart: the browser simulates the sight, pixels are measured."""

from collections import Counter
from io import BytesIO

import numpy as np
from PIL import Image
from playwright.sync_api import Page

SIGHTS = ("achromatopsia", "deuteranopia")  # greyscale, and the commonest colour blindness
SHAPE_CONTRAST, WORD_CONTRAST = 3.0, 4.5
SIDE = 24  # pixels to which shapes are brought before they are compared


def faults(page: Page, marks: str) -> list[str]:
    """Of the marks that this selector finds, all to be different: those too pale, and pairs with the same outline."""
    cdp, found = page.context.new_cdp_session(page), []
    for sight in SIGHTS:
        cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": sight})
        shapes = []
        for mark in page.locator(marks).all():
            told = mark.inner_text().strip()
            ground = _ground(_pixels(mark.screenshot()))
            whole, inside = (
                _contrasts(_pixels(x.screenshot()), ground) for x in (mark, mark.locator(".shape"))
            )  # a square fills its own picture: the ground is that of the mark
            shapes.append((told, _outline(inside)))
            if whole.max() < WORD_CONTRAST or inside.max() < SHAPE_CONTRAST:
                found.append(f"{sight}: {told} {whole.max():.1f}, its shape {inside.max():.1f}")
        found += [
            f"{sight}: {a} and {b} look alike"
            for n, (a, one) in enumerate(shapes)
            for b, other in shapes[:n]
            if (one != other).sum() < 0.1 * (one | other).sum()
        ]
    cdp.send("Emulation.setEmulatedVisionDeficiency", {"type": "none"})
    cdp.detach()
    return found


def _pixels(picture: bytes) -> np.ndarray:
    return np.asarray(Image.open(BytesIO(picture)).convert("RGB"), dtype=float) / 255


def _ground(pixels: np.ndarray) -> np.ndarray:
    """The commonest colour at the edge."""
    edge = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return np.array(Counter(map(tuple, edge)).most_common(1)[0][0])


def _contrasts(pixels: np.ndarray, ground: np.ndarray) -> np.ndarray:
    light, behind = _luminance(pixels), float(_luminance(ground))
    return (np.maximum(light, behind) + 0.05) / (np.minimum(light, behind) + 0.05)


def _luminance(colour: np.ndarray) -> np.ndarray:
    linear = np.where(colour <= 0.03928, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _outline(contrasts: np.ndarray) -> np.ndarray:
    ink = Image.fromarray(((contrasts > 1.5) * 255).astype("uint8"))
    return np.asarray(ink.resize((SIDE, SIDE))) > 127
