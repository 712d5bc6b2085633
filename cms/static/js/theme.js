/* Runs before the first paint: the colours chosen on this device, if any. */
try {
  const theme = localStorage.getItem("tirek-theme");
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
} catch (error) { /* storage is closed: the device's own setting holds */ }
