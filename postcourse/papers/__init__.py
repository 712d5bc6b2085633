"""Papers of this floor, in Kazakh and Russian: their words stand with them, whatever language the page is in."""
