import { Link } from "@tanstack/react-router";
import { useContext } from "react";
import { useWords } from "@/ui/words";
import { InGrid } from "./grid/grid";

/** RecordLink names a record and leads to its page. */
export function RecordLink(props: { entity: string; id: string; title?: string }) {
  const { entity, id, title } = props;
  const { t } = useWords();
  const inGrid = useContext(InGrid);
  if (!title || entity === "") return <span className="faint">{title ?? t("state.deletedRecord")}</span>;
  return (
    <Link
      className="reflink"
      tabIndex={inGrid ? -1 : undefined}
      to="/records/$entity/$id"
      params={{ entity, id }}
      onClick={(event) => event.stopPropagation()}
    >
      {title}
    </Link>
  );
}
