import { type MouseEvent, useEffect, useMemo, useRef } from "react";
import { Empty } from "@/ui/Empty";
import { Markdown } from "@/ui/Markdown";
import { useWords } from "@/ui/words";
import { chaptersIn } from "./chapters";

/** ManualPage is the user's handbook, open at a chapter, or at a heading of it. */
export function ManualPage(props: {
  chapter: string | undefined;
  at: string | undefined;
  onChapter: (name: string) => void;
}) {
  const { at } = props;
  const { t, lang } = useWords();
  const chapters = useMemo(() => chaptersIn(lang), [lang]);
  const chapter = chapters.find((each) => each.name === props.chapter) ?? chapters[0];
  const text = useRef<HTMLElement>(null);
  const name = chapter?.name;
  useEffect(() => {
    const heading = at === undefined ? undefined : document.getElementById(at);
    if (name === undefined || !heading || !text.current?.contains(heading)) return;
    heading.scrollIntoView({ block: "start" });
    text.current.focus({ preventScroll: true });
  }, [name, at]);
  if (!chapter) return <Empty title={t("manual.empty")} text={t("manual.emptyText")} />;
  const open = (event: MouseEvent, name: string) => {
    event.preventDefault();
    props.onChapter(name);
  };
  return (
    <div className="page manual">
      <nav className="manual__contents" aria-label={t("manual.contents")}>
        <h1 className="pagehead__title">{t("manual.title")}</h1>
        {chapters.map((each) => (
          <a
            key={each.name}
            href={`#/manual/${each.name}`}
            className={each === chapter ? "manual__chapter is-current" : "manual__chapter"}
            aria-current={each === chapter ? "page" : undefined}
            onClick={(event) => open(event, each.name)}
          >
            {each.title}
          </a>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard */}
      <article ref={text} className="manual__text" key={chapter.name} aria-label={chapter.title} tabIndex={0}>
        <Markdown
          text={chapter.text}
          onLink={(href) => props.onChapter(href.replace(/^.*\//, "").replace(/(\.zh-CN|\.zh|\.en)?\.md(#.*)?$/, ""))}
        />
      </article>
    </div>
  );
}
