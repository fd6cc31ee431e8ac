// Before anything is drawn: the theme of last time, so that a dark page does not begin white.
(function () {
  var kept = {};
  try {
    kept = JSON.parse(localStorage.getItem("xingke.preferences") || "{}") || {};
  } catch (_) {
    // what cannot be read is as at the first time
  }
  var dark = kept.theme === "dark" || (kept.theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  if (kept.lang) document.documentElement.lang = kept.lang;
})();
