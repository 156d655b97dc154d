"""Defects of a row's keys and types: SCH."""

from __future__ import annotations

from seeded.clean import CHATS, PAIRS, PARTS, PREFERENCES, REINFORCED, TEXTS, TOOLS
from seeded.defect import changed, edited, replaced, whole

_DPO = {"method": "dpo"}
# No tasks are held out here, which RFT001 names.
_TASKS = {"method": "reinforcement", "ignore": ["RFT001"]}
_SHAREGPT = {
    "conversations": [
        {"from": "human", "value": "Do you sell bells?"},
        {"from": "gpt", "value": "Three kinds, from 8 euros."},
    ]
}
_ALPACA = {"instruction": "Name a part of a bicycle.", "input": "", "output": "The saddle."}

DEFECTS = (
    # A key that is needed.
    replaced("message-for-messages", "SCH001", CHATS, lambda row: {"message": row["messages"]}),
    replaced("chat-for-messages", "SCH001", TOOLS,
             lambda row: {"chat": row["messages"], "tools": row["tools"]}),
    replaced("sharegpt-row", "SCH001", CHATS, lambda row: _SHAREGPT),
    replaced("alpaca-row", "SCH001", CHATS, lambda row: _ALPACA),
    replaced("empty-row", "SCH001", CHATS, lambda row: {}),
    edited("no-completion", "SCH001", PAIRS, lambda row: row.pop("completion")),
    edited("no-prompt", "SCH001", PAIRS, lambda row: row.pop("prompt")),
    replaced("response-for-completion", "SCH001", PAIRS,
             lambda row: {"prompt": row["prompt"], "response": row["completion"]}),
    edited("no-non-preferred", "SCH001", PREFERENCES, lambda row: row.pop("non_preferred_output"),
           options=_DPO),
    edited("no-input", "SCH001", PREFERENCES, lambda row: row.pop("input"), options=_DPO),
    edited("no-input-messages", "SCH001", PREFERENCES,
           lambda row: row.update(input={"message": row["input"]["messages"]})),
    edited("call-without-id", "SCH001", TOOLS,
           lambda row: row["messages"][1]["tool_calls"][0].pop("id")),
    edited("call-without-type", "SCH001", TOOLS,
           lambda row: row["messages"][1]["tool_calls"][0].pop("type")),
    edited("call-without-arguments", "SCH001", TOOLS,
           lambda row: row["messages"][1]["tool_calls"][0]["function"].pop("arguments")),
    edited("part-without-text", "SCH001", PARTS,
           lambda row: row["messages"][0]["content"][0].pop("text")),
    edited("part-without-type", "SCH001", PARTS,
           lambda row: row["messages"][0]["content"][0].pop("type")),
    edited("result-without-id", "TLS005", TOOLS,
           lambda row: row["messages"][2].pop("tool_call_id")),
    # A key too many.
    edited("row-id", "SCH002", CHATS, lambda row: row.update(id=17)),
    edited("row-metadata", "SCH002", TOOLS, lambda row: row.update(metadata={"by": "desk"})),
    edited("row-weight", "SCH002", CHATS, lambda row: row.update(weight=1)),
    edited("row-source", "SCH002", PAIRS, lambda row: row.update(source="menu")),
    edited("row-model", "SCH002", PREFERENCES, lambda row: row.update(model="m"), options=_DPO),
    edited("row-temperature", "SCH002", CHATS, lambda row: row.update(temperature=0.2),
           options={"target": "openai/gpt-4.1-mini"}),
    edited("tools-not-taken", "SCH002", CHATS, lambda row: row.update(tools=TOOLS[0]["tools"]),
           options={"target": "bedrock-nova"}),
    edited("message-timestamp", "SCH002", CHATS,
           lambda row: row["messages"][1].update(timestamp="2026-01-02")),
    edited("message-id", "SCH002", TOOLS, lambda row: row["messages"][-1].update(id=4)),
    edited("answer-score", "SCH002", PREFERENCES,
           lambda row: row["preferred_output"][0].update(score=5)),
    # A value of another type.
    edited("content-number", "SCH003", CHATS, lambda row: row["messages"][1].update(content=4)),
    edited("content-object", "SCH003", CHATS,
           lambda row: row["messages"][1].update(content={"text": "Hi"})),
    replaced("messages-object", "SCH003", CHATS, lambda row: {"messages": row["messages"][0]}),
    replaced("messages-text", "SCH003", CHATS, lambda row: {"messages": "Hello"}),
    replaced("messages-null", "SCH003", TOOLS, lambda row: changed(row, "messages", to=None)),
    edited("message-text", "SCH003", CHATS,
           lambda row: row["messages"].insert(1, "Do you repair bells?")),
    edited("tools-object", "SCH003", TOOLS, lambda row: row.update(tools=row["tools"][0])),
    edited("parallel-text", "SCH003", TOOLS, lambda row: row.update(parallel_tool_calls="false")),
    edited("calls-object", "SCH003", TOOLS,
           lambda row: row["messages"][1].update(tool_calls=row["messages"][1]["tool_calls"][0])),
    edited("calls-null", "SCH003", CHATS, lambda row: row["messages"][2].update(tool_calls=None)),
    edited("part-of-sound", "SCH003", PARTS,
           lambda row: row["messages"][0].update(
               content=[{"type": "input_audio", "input_audio": {"data": "", "format": "wav"}}])),
    edited("picture-not-taken", "SCH003", PARTS,
           lambda row: row["messages"][0]["content"].append(
               {"type": "image_url", "image_url": {"url": "https://workshop.example/1.jpg"}}),
           options={"target": "openai/gpt-4.1-mini"}),
    edited("prompt-list", "SCH003", PAIRS, lambda row: row.update(prompt=[row["prompt"]])),
    edited("completion-null", "SCH003", PAIRS, lambda row: row.update(completion=None)),
    edited("completion-number", "SCH003", PAIRS, lambda row: row.update(completion=3.5)),
    edited("preferred-object", "SCH003", PREFERENCES,
           lambda row: row.update(preferred_output=row["preferred_output"][0]), options=_DPO),
    edited("name-number", "SCH003", CHATS, lambda row: row["messages"][1].update(name=5)),
    # Formats and methods.
    replaced("pair-among-chats", "SCH004", CHATS, lambda row: PAIRS[0], least=2),
    replaced("preference-among-chats", "SCH004", CHATS, lambda row: PREFERENCES[0], least=2),
    replaced("chat-among-pairs", "SCH004", PAIRS, lambda row: CHATS[0], least=2),
    replaced("text-among-chats", "SCH004", CHATS, lambda row: TEXTS[0], least=2),
    whole("chats-for-dpo", "SCH005", CHATS, list, 1, options=_DPO,
          clean_options={"method": "supervised"}),
    whole("pairs-for-dpo", "SCH005", PAIRS, list, 1, options=_DPO,
          clean_options={"method": "supervised"}),
    whole("preferences-for-supervised", "SCH005", PREFERENCES, list, 1,
          options={"method": "supervised"}, clean_options=_DPO),
    whole("pairs-for-reinforcement", "SCH005", PAIRS, list, 1, options=_TASKS,
          clean_options={"method": "supervised"}),
    # Lists without elements.
    replaced("no-messages", "SCH006", CHATS, lambda row: {"messages": []}),
    edited("no-calls", "SCH006", CHATS, lambda row: row["messages"][2].update(tool_calls=[])),
    edited("no-parts", "SCH006", PARTS, lambda row: row["messages"][0].update(content=[])),
    edited("no-answer-parts", "SCH006", PARTS, lambda row: row["messages"][1].update(content=[])),
    edited("no-preferred", "SCH006", PREFERENCES, lambda row: row.update(preferred_output=[]),
           options=_DPO),
    edited("no-input-turns", "SCH006", PREFERENCES, lambda row: row["input"].update(messages=[])),
    edited("no-task", "SCH006", REINFORCED, lambda row: row.update(messages=[]),
           options=_TASKS),
    # Keys on some rows only.
    edited("tools-on-one-row", "SCH007", CHATS, lambda row: row.update(tools=TOOLS[0]["tools"]),
           least=2, line=None),
    edited("name-on-one-row", "SCH007", CHATS, lambda row: row["messages"][1].update(name="ann"),
           least=2, line=None),
)  # fmt: skip
