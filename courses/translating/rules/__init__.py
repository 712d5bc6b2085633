"""Pure functions of translating: parts of a page, which belongs to which, what changed, which terms occur."""
