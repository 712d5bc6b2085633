"""What single and multiple choice share: options in two languages and the letters of the right ones."""

from collections.abc import Mapping

LANGUAGES = ("kk", "ru")


def options(body: Mapping) -> list[str]:
    """Option ids in the order they were written."""
    return list(body["kk"]["options"])


def faults(body: Mapping) -> list[str]:
    """Everything wrong with the content, in English words for the file's author."""
    found = []
    for language in LANGUAGES:
        texts = body.get(language)
        if not isinstance(texts, Mapping):
            found.append(f"the {language} text is missing")
            continue
        if not str(texts.get("stem", "")).strip():
            found.append(f"the {language} stem is empty")
        if not str(texts.get("explanation", "")).strip():
            found.append(f"the {language} explanation is empty")
        if not isinstance(texts.get("options"), Mapping) or len(texts["options"]) < 2:
            found.append(f"the {language} text needs at least two options")
        elif any(not str(text).strip() for text in texts["options"].values()):
            found.append(f"an option in {language} is empty")
        elif len({str(text).strip() for text in texts["options"].values()}) != len(texts["options"]):
            found.append(f"two options in {language} are the same")
    if found:
        return found
    if list(body["kk"]["options"]) != list(body["ru"]["options"]):
        found.append("the kk and ru options have different letters")
    correct = body.get("correct")
    if not isinstance(correct, list) or not correct:
        found.append("no right answer is named")
    elif unknown := set(correct) - set(body["kk"]["options"]):
        found.append(f"the right answer names unknown options: {', '.join(sorted(map(str, unknown)))}")
    elif len(set(correct)) != len(correct):
        found.append("a right answer is named twice")
    return found


def known(body: Mapping, response: list[str]) -> list[str]:
    """The response without what is no option of this question, once each, in the written order."""
    given = set(response)
    return [option for option in options(body) if option in given]
