"""The blocks that messages are made of, and the buttons under a reply. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.slack.text import bare, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.engine.view import View

Block = dict[str, Any]
Blocks = tuple[Block, ...]

HEADER = 150
OPTIONS = 24
"""Sources that the menu of passages has; Slack takes more, but each costs room that the reply needs."""
OPTION = 75
MENU = 1_200
"""Room for the names in that menu."""


def header(title: str) -> Block:
    """A headline."""
    return {"type": "header", "text": plain(cut(bare(title), HEADER))}


def section(text: str) -> Block:
    """A paragraph of mrkdwn."""
    return {"type": "section", "text": mrkdwn(text)}


def small(texts: Sequence[str]) -> Block:
    """Remarks of mrkdwn in small type."""
    return {"type": "context", "elements": [mrkdwn(text) for text in texts]}


def mrkdwn(text: str) -> Block:
    """A text in Slack's own mark-up."""
    # Verbatim: Slack links no name and calls nobody by itself.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str) -> Block:
    """A text that is shown as it stands."""
    return {"type": "plain_text", "text": text, "emoji": False}


def buttons(view: View, reply: str, share: bool) -> list[Block]:
    """What can be done with a reply: see its passages and parts, share it, and say what one thinks of it."""
    titles = {part.title for part in view.parts}
    wanted = [
        ("nutgraf_timeline", "Timeline", "Timeline" in titles),
        ("nutgraf_said", "Who said what", "Who said what" in titles),
        ("nutgraf_share", "Share with channel", share),
    ]
    elements = _passages(view, reply)
    elements += [_button(action, label, reply) for action, label, there in wanted if there]
    feedback = {
        "type": "feedback_buttons",
        "action_id": "nutgraf_feedback",
        "positive_button": {"text": plain("Helpful"), "value": f"{reply}:good"},
        "negative_button": {"text": plain("Not right"), "value": f"{reply}:bad"},
    }
    actions = [{"type": "actions", "elements": elements}] if elements else []
    return [*actions, {"type": "context_actions", "elements": [feedback]}]


def _passages(view: View, reply: str) -> list[Block]:
    """What shows a source's passages: a button where there is one source, else a choice of them."""
    if len(view.sources) < 2:
        return [_button("nutgraf_passage", "Show passage", f"{reply}:{entry.number}") for entry in view.sources]
    room = min(OPTION, MENU // len(view.sources[:OPTIONS]))
    options = []
    for entry in view.sources[:OPTIONS]:
        words = " · ".join(filter(None, (entry.outlet, entry.title)))
        options.append({"text": plain(cut(f"[{entry.number}] {bare(words)}", room)), "value": f"{reply}:{entry.number}"})
    if len(view.sources) > OPTIONS:
        options.append({"text": plain("One passage of each"), "value": f"{reply}:"})
    menu = {"type": "static_select", "action_id": "nutgraf_passage", "placeholder": plain("Show passage")}
    return [{**menu, "options": options}]


def _button(action: str, label: str, value: str) -> Block:
    return {"type": "button", "action_id": action, "text": plain(label), "value": value}
