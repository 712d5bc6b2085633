"""What a cohort is assessed by: frozen with it, sittings opened under it, marks that move with people."""
