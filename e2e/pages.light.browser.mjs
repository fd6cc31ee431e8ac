import { pagesIn } from "./pages.check.mjs";

pagesIn({ lang: "zh-CN", theme: "light" });
