/* The page where a PDF is dropped. */
import { watch } from "./files.js";
import { settle } from "./settle.js";

for (const form of document.querySelectorAll("[data-drop]")) watch(form);
settle();
