"""The card below a cell: a MIME bundle whose snapshot still tells the state where nothing is live."""

from __future__ import annotations

from html import escape
from typing import Any

CARD_TYPE = "application/vnd.kubeflow-lab.card+json"
FINAL_PHASES = frozenset({"Succeeded", "Failed"})


def bundle(item: dict[str, Any]) -> dict[str, Any]:
    """The output of a magic for an item `{object, summary}` of the REST API."""
    found = item["object"]
    metadata = found["metadata"]
    card = {
        "apiVersion": found["apiVersion"],
        "kind": found["kind"],
        "namespace": metadata.get("namespace", ""),
        "name": metadata["name"],
        "uid": metadata.get("uid", ""),
        "snapshot": snapshot(item),
    }
    return {CARD_TYPE: card, "text/html": html(item), "text/plain": text(item)}


def snapshot(item: dict[str, Any]) -> dict[str, Any]:
    """The item as it is saved in a notebook: of the object only what identifies it, never its code."""
    found = item["object"]
    kept = ("name", "namespace", "uid", "creationTimestamp")
    metadata = {key: found["metadata"][key] for key in kept if key in found["metadata"]}
    return {
        "object": {"apiVersion": found["apiVersion"], "kind": found["kind"], "metadata": metadata},
        "summary": item["summary"],
    }


def text(item: dict[str, Any]) -> str:
    """One line for a terminal."""
    found, summary = item["object"], item["summary"]
    metrics = "".join(f", {name}={value:g}" for name, value in summary.get("metrics", {}).items())
    return f"{found['kind']} {found['metadata']['name']}: {summary['phase']}. {summary['message']}{metrics}"


def html(item: dict[str, Any]) -> str:
    """The snapshot where no extension shows the card. Everything from the cluster is escaped."""
    found, summary = item["object"], item["summary"]
    head = f"<strong>{_escaped(found['metadata']['name'])}</strong> {_escaped(summary['phase'])}"
    return (
        f'<div class="kubeflow-lab-card"><p>{head}</p><p>{_escaped(summary["message"])}</p>'
        f"{_replicas(summary.get('replicas', []))}{_steps(summary.get('steps', []))}"
        f"{_model(summary)}{_best(summary)}{_pairs(summary.get('metrics', {}))}</div>"
    )


def _replicas(replicas: Any) -> str:
    if not isinstance(replicas, list):
        return ""
    rows = "".join(
        f"<tr><td>{_escaped(one['name'])}</td><td>{_escaped(one['phase'])}</td><td>{_escaped(one['message'])}</td></tr>"
        for one in replicas
    )
    head = "<thead><tr><th>Replica</th><th>State</th><th>Details</th></tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""


def _steps(steps: list[dict[str, Any]]) -> str:
    rows = "".join("<tr>" + "".join(map(_cell, (one["name"], one["phase"], _told(one)))) + "</tr>" for one in steps)
    head = f"<thead><tr>{''.join(_cell(word, 'th') for word in ('Step', 'State', 'Details'))}</tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""


def _told(step: dict[str, Any]) -> str:
    """What went wrong in a step, or what it hands on."""
    return step["message"] if step["phase"] != "Succeeded" else ", ".join(value["name"] for value in step["outputs"])


def _cell(text: str, tag: str = "td") -> str:
    # JupyterLab sets the tables of outputs to the right, for numbers.
    return f'<{tag} style="text-align: left">{_escaped(text)}</{tag}>'


def _model(summary: dict[str, Any]) -> str:
    if "model" not in summary:
        return ""
    model, replicas = summary["model"], summary["replicas"]
    known = {
        "Version": summary["version"],
        "Format": model["format"],
        "Runtime": model["runtime"],
        "Replicas": f"{replicas['ready']} of {replicas['desired']}",
        "Address": summary["url"],
    }
    return _pairs({name: value for name, value in known.items() if value is not None})


def _best(summary: dict[str, Any]) -> str:
    """Of a sweep, the best trial so far."""
    best = summary.get("best")
    if not best:
        return ""
    return _pairs({"Best trial": best["trial"], **best["metrics"], **best["parameters"]})


def _pairs(pairs: dict[str, Any]) -> str:
    rows = "".join(f"<dt>{_escaped(name)}</dt><dd>{_escaped(value)}</dd>" for name, value in pairs.items())
    return f"<dl>{rows}</dl>" if rows else ""


def _escaped(value: Any) -> str:
    return escape(str(value), quote=True)
