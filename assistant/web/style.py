"""How the page looks: a plain gradio theme with system fonts, and our style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def head() -> str:
    """What goes into the page's head: our style sheet and script.

    Not gradio's `css`: that puts its own selector before each of ours, so that rules for what lies
    outside its container never apply. Light only: one set of colours, whose contrast is known.
    """
    sheet = (_HERE / "style.css").read_text("utf-8")
    script = (_HERE / "page.js").read_text("utf-8")
    return (
        '<meta name="color-scheme" content="only light">\n'
        f"<style>\n{sheet}</style>\n<script>\n{script}</script>"
    )


def theme() -> Any:
    """The plainest gradio theme, without rounding, shadows or fonts from elsewhere."""
    import gradio as gr

    fonts = ("Helvetica Neue", "Arial", "Liberation Sans", "sans-serif")
    base = gr.themes.Base(
        primary_hue=gr.themes.colors.blue,
        neutral_hue=gr.themes.colors.gray,
        radius_size=gr.themes.sizes.radius_none,
        text_size=gr.themes.sizes.text_lg,
        font=fonts,
        font_mono=("Liberation Mono", "monospace"),
    )
    both = {
        "body_background_fill": "#ffffff",
        "body_text_color": "#0b0c0c",
        "background_fill_primary": "#ffffff",
        "block_background_fill": "#ffffff",
        "block_label_text_color": "#0b0c0c",
        "input_background_fill": "#ffffff",
        "input_border_color": "#0b0c0c",
        "input_placeholder_color": "#505a5f",
        "button_primary_background_fill": "#00703c",
        "button_primary_background_fill_hover": "#005a30",
        "button_primary_text_color": "#ffffff",
        "button_primary_border_color": "#00703c",
        "button_secondary_background_fill": "#f3f2f1",
        "button_secondary_background_fill_hover": "#dbdad9",
        "button_secondary_text_color": "#0b0c0c",
        "button_secondary_border_color": "#f3f2f1",
    }
    return base.set(
        **both,
        **{f"{name}_dark": value for name, value in both.items()},
        block_border_width="0px",
        block_shadow="none",
        input_border_width="2px",
    )
