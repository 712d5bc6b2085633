/* The scanned list as a table file, made in the browser. */
import { pretty } from "./addresses.js";
import { page, today } from "./words.js";

/* A spreadsheet must not run what a code says; quotes are doubled. */
const cell = (value) => {
  const text = String(value ?? "");
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replace(/"/g, '""')}"`;
};

/** Save rows {code, verdict, name, programme, until, notes, checkedAt} as CSV that spreadsheets here open as columns. */
export function save(rows) {
  const words = page.scan;
  const head = [words.csv_code, words.csv_verdict, words.csv_name, words.csv_programme, words.csv_until, words.csv_checked, words.csv_note];
  const lines = rows.map((row) => [row.code && pretty(row.code), row.verdict, row.name, row.programme, row.until, row.checkedAt, row.notes.join(" ")]);
  const text = [head, ...lines].map((line) => line.map(cell).join(";")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  link.download = `${words.csv_file}-${today()}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
