import { pagesIn } from "./pages.check.mjs";

pagesIn({ lang: "en", theme: "dark" });
