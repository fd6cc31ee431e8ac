import { Link, useRouter } from "@tanstack/react-router";
import { type MouseEvent, useContext } from "react";
import { useWords } from "@/ui/words";
import { InGrid } from "./grid/grid";

/** RecordLink names a record and leads to its page. */
export function RecordLink(props: { entity: string; id: string; title?: string }) {
  const { entity, id, title } = props;
  const { t } = useWords();
  const inGrid = useContext(InGrid);
  const router = useRouter();
  if (!title || entity === "") return <span className="faint">{title ?? t("state.deletedRecord")}</span>;
  if (inGrid) {
    // A list draws many of them while one scrolls: a plain link, which the router follows all the same.
    const follow = (event: MouseEvent) => {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void router.navigate({ to: "/records/$entity/$id", params: { entity, id } });
    };
    return (
      <a className="reflink" tabIndex={-1} href={`#/records/${entity}/${id}`} onClick={follow}>
        {title}
      </a>
    );
  }
  return (
    <Link
      className="reflink"
      to="/records/$entity/$id"
      params={{ entity, id }}
      onClick={(event) => event.stopPropagation()}
    >
      {title}
    </Link>
  );
}
