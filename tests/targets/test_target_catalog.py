"""Finding a target by name: platforms, models, fine-tuned names, own targets, near misses."""

import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.targets import base_of, get, names


@pytest.mark.parametrize(
    ("model", "base"),
    [
        ("gpt-4.1-mini", "gpt-4.1-mini"),
        ("ft:gpt-4.1-mini-2025-04-14:acme:tone:A1b2", "gpt-4.1-mini-2025-04-14"),
        ("ft:gpt-4.1-mini-2025-04-14:acme::A1b2:ckpt-step-90", "gpt-4.1-mini-2025-04-14"),
        ("FT:gpt-4o-mini:acme", "gpt-4o-mini"),
        ("gpt-4.1-mini-2025-04-14.ft-0a1b2c", "gpt-4.1-mini-2025-04-14"),
        ("davinci:ft-acme-2023-01-30-10-00-00", "davinci"),
        ("anthropic.claude-3-haiku-20240307-v1:0", "anthropic.claude-3-haiku-20240307-v1:0"),
        ("", ""),
    ],
)
def test_the_base_of_a_name(model, base):
    """All three spellings of fine-tuned models name their base; other names stay."""
    assert base_of(model) == base


@pytest.mark.parametrize(
    ("name", "model", "fine_tuned"),
    [
        ("azure/gpt-4.1-mini", "gpt-4.1-mini", ""),
        ("azure/GPT-4.1-mini-2025-04-14", "gpt-4.1-mini", ""),
        ("azure/gpt-4o-2024-08-06.ft-0a1b", "gpt-4o", "gpt-4o-2024-08-06.ft-0a1b"),
        ("openai/ft:gpt-4.1-2025-04-14:a::b", "gpt-4.1", "ft:gpt-4.1-2025-04-14:a::b"),
        ("bedrock-claude/anthropic.claude-3-haiku-20240307-v1:0", "claude-3-haiku", ""),
        ("Azure/gpt-4o", "gpt-4o", ""),
    ],
)
def test_a_model_by_any_of_its_names(name, model, fine_tuned):
    """Its name, its dated name, in any case, and fine-tuned."""
    target = get(name)

    assert target.model is not None and target.model.name == model
    assert target.fine_tuned == fine_tuned
    assert target.name == name


def test_a_fine_tuned_gpt_4_1_counts_in_its_own_encoding():
    """tiktoken takes `ft:gpt-4.1` for a GPT-4."""
    assert get("openai/ft:gpt-4.1-2025-04-14:a::b").value("encoding") == "o200k_base"
    assert get("openai/ft:gpt-4-0613:a::b").value("encoding") == "cl100k_base"


def test_a_platform_goes_by_the_tightest_limit_of_what_it_offers():
    """And says whose it is; with the model named, nothing was chosen."""
    assert get("azure").value("max_row_tokens") == 32_768
    assert get("azure").whose("max_row_tokens") == " (of gpt-4.1-nano, the tightest here)"
    assert get("azure/gpt-4.1").value("max_row_tokens") == 65_536
    assert get("azure/gpt-4.1").whose("max_row_tokens") == ""
    # gpt-3.5-turbo-0613 with its 4,096 is long gone.
    assert get("openai").value("max_row_tokens") == 65_536


def test_an_unknown_model_goes_by_the_tightest_limit_too():
    """It is no error here, but nothing looser is assumed."""
    target = get("azure/gpt-99")

    assert target.model is None
    assert target.value("max_row_tokens") == 32_768


def test_the_smallest_maximum_and_the_largest_minimum_are_the_tightest():
    """Of the models of an own platform, and of the platform itself."""
    own = {"house": {"limits": {"min_examples": 5, "max_examples": 50},
                     "models": {"a": {"min_examples": 7, "max_examples": 90},
                                "b": {"min_examples": 3, "max_examples": 70}}}}  # fmt: skip
    target = get("house", own)

    assert (target.value("min_examples"), target.value("max_examples")) == (7, 50)
    assert target.whose("min_examples") == " (of a, the tightest here)"
    assert target.whose("max_examples") == ""


def test_figures_that_do_not_hold_for_a_model_are_absent():
    """The platform's encoding is not that of an open-weight model."""
    assert get("azure").value("encoding") == "o200k_base"
    assert get("azure/qwen-32b").figure("encoding") is None


def test_an_own_target_extends_another():
    """What it says stands before the base's, figure by figure; bare values need no source."""
    own = {"house": {"extends": "azure", "limits": {"max_row_tokens": 4_096},
                     "severity": {"CHT009": "error"},
                     "models": {"gpt-4.1": {"max_row_tokens": {"value": 8_192, "source": "us",
                                                               "verified": date(2026, 11, 1)}}}},
           "flat": {"extends": "house", "quirks": {"byte_order_mark": "unwanted"}}}  # fmt: skip
    house, model, flat = get("house", own), get("house/gpt-4.1", own), get("flat", own)

    assert house.value("max_row_tokens") == 4_096
    assert house.figure("max_row_tokens").source == "your configuration"
    assert house.value("byte_order_mark") == "wanted"
    assert house.severity("CHT009", "repeated_role") is Severity.ERROR
    assert model.value("max_row_tokens") == 8_192
    assert model.figure("max_row_tokens").verified == date(2026, 11, 1)
    assert model.value("methods") == ["supervised", "dpo"]
    assert flat.value("max_row_tokens") == 4_096
    assert flat.value("byte_order_mark") == "unwanted"
    assert "house" in names(own) and "flat" in names(own)


def test_an_own_table_of_a_shipped_name_changes_that_one():
    """Without `extends`."""
    own = {"openai": {"limits": {"min_examples": 100}}}

    assert get("openai", own).value("min_examples") == 100
    assert get("openai", own).value("max_row_tokens") == 65_536
    assert get("openai").value("min_examples") == 10


def test_a_figure_is_replaced_whole():
    """A value of one's own does not keep the page that stated another one."""
    own = {"house": {"extends": "azure", "limits": {"min_examples": {"value": 3}}}}
    figure = get("house", own).figure("min_examples")

    assert (figure.value, figure.source, figure.verified) == (3, "your configuration", None)


def test_a_target_of_its_own_states_only_what_it_says():
    """Nothing is inherited without `extends`."""
    target = get("bare", {"bare": {"rows": {"formats": ["chat"]}}})

    assert list(target.figures) == ["formats"]
    assert target.title == "bare"


@pytest.mark.parametrize(
    ("name", "own", "message", "hint"),
    [
        ("azur", {}, "no target is called `azur`", "did you mean `azure`?"),
        ("", {}, "no target is called ``", "choose one of: azure, "),
        ("..", {}, "no target is called `..`", "choose one of: "),
        ("x", {"x": {"extends": "opnai"}}, "no target is called `opnai`", "did you mean `openai`?"),
        ("x", {"x": {"extends": "y"}, "y": {"extends": "x"}},
         "the targets `x` and `y` extend each other", "remove one `extends`"),
        ("x", {"x": {"limits": {"max_row_tokenz": 5}}},
         "unknown key `max_row_tokenz` in [targets.x.limits]", "did you mean `max_row_tokens`?"),
        ("x", {"x": {"quirks": {"developer": "fatal"}}},
         "`targets.x.quirks.developer` is `fatal`",
         "choose one of: error, warning, info, off"),
        ("x", {"x": {"limits": {"min_examples": {"value": "5"}}}},
         "`targets.x.limits.min_examples.value` is not what a target file holds there: "
         '"5" is not of type "integer"', "see: dataprep targets show generic"),
        ("x", {"x": 5}, "`targets.x` is not what a target file holds there: "
         '5 is not of type "object"', "see: dataprep targets show generic"),
    ],
)  # fmt: skip
def test_what_cannot_be_found_or_read(name, own, message, hint):
    """The fact, and the near miss or the choice."""
    with pytest.raises(UsageError) as caught:
        get(name, own)

    assert caught.value.message == message
    assert caught.value.hint.startswith(hint)


@given(st.text(max_size=40))
def test_any_model_name_is_taken(model):
    """Whatever stands after the platform gives a target."""
    assert get(f"azure/{model}").platform == "azure"


@pytest.mark.parametrize("name", names())
def test_targets_travel_to_workers(name):
    """Pickled and back, equal."""
    assert pickle.loads(pickle.dumps(get(name))) == get(name)


def test_severities_come_from_the_platform():
    """A figure's word, or none where it is off or not stated."""
    assert get("together").severity("CHT009", "repeated_role") is Severity.ERROR
    assert get("openai").severity("CHT009", "repeated_role") is Severity.WARNING
    assert get("openai/o4-mini").severity("CHT015", "developer") is None
    assert get("generic").severity("CHT009") is None
