def offers(*, sitting, content, at):
    return [], []
