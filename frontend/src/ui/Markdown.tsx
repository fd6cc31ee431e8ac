import { Fragment, type ReactNode } from "react";
import { type Block, type Inline, parseMarkdown } from "@/lib/markdown";
import { OutsideLink } from "./OutsideLink";

/** Markdown shows text as headings, lists, tables and links. It builds elements, never HTML, so content cannot bring its own. */
export function Markdown({ text, onLink }: { text: string; onLink?: (href: string) => void }) {
  return <div className="md">{parseMarkdown(text).map((block, n) => show(block, n, onLink))}</div>;
}

function show(block: Block, key: number, onLink?: (href: string) => void): ReactNode {
  const words = (spans: Inline[]) => <Spans spans={spans} onLink={onLink} />;
  switch (block.kind) {
    case "heading": {
      const Heading = (["h1", "h2", "h3", "h4"] as const)[block.level - 1] ?? "h4";
      return (
        <Heading key={key} id={block.id}>
          {words(block.spans)}
        </Heading>
      );
    }
    case "code":
      return <pre key={key}>{block.text}</pre>;
    case "rule":
      return <hr key={key} />;
    case "quote":
      return <blockquote key={key}>{block.blocks.map((each, n) => show(each, n, onLink))}</blockquote>;
    case "list": {
      const List = block.ordered ? "ol" : "ul";
      return (
        <List key={key}>
          {block.items.map((item, n) => (
            <li key={n}>{item.map((each, m) => show(each, m, onLink))}</li>
          ))}
        </List>
      );
    }
    case "table":
      return (
        <table key={key}>
          <thead>
            <tr>
              {block.head.map((cell, n) => (
                <th key={n}>{words(cell)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, n) => (
              <tr key={n}>
                {row.map((cell, m) => (
                  <td key={m}>{words(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
    case "text":
      return <p key={key}>{words(block.spans)}</p>;
  }
}

function Spans({ spans, onLink }: { spans: Inline[]; onLink?: (href: string) => void }) {
  return spans.map((span, n) => inline(span, n, onLink));
}

function inline(span: Inline, n: number, onLink?: (href: string) => void): ReactNode {
  switch (span.kind) {
    case "strong":
      return (
        <strong key={n}>
          <Spans spans={span.spans} onLink={onLink} />
        </strong>
      );
    case "em":
      return (
        <em key={n}>
          <Spans spans={span.spans} onLink={onLink} />
        </em>
      );
    case "code":
      return span.keys ? <kbd key={n}>{span.text}</kbd> : <code key={n}>{span.text}</code>;
    case "link":
      if (onLink && !/^[a-z]+:/i.test(span.href))
        return (
          <button key={n} type="button" className="linklike" onClick={() => onLink(span.href)}>
            {span.text}
          </button>
        );
      return (
        <OutsideLink key={n} href={span.href}>
          {span.text}
        </OutsideLink>
      );
    case "break":
      return <br key={n} />;
    case "text":
      return <Fragment key={n}>{span.text}</Fragment>;
  }
}
