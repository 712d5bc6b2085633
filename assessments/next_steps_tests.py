def next_steps(*, sitting, content, at):
    return []


def due_dates(*, sitting, content, at):
    return []
