"""Work that is handed in: drafts of several people, files, terms, support plans that name no child."""
