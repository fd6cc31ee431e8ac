import { useContext } from "react";
import { PageLink } from "@/ui/PageLink";
import { useWords } from "@/ui/words";
import { InGrid } from "./grid/grid";

/** pageOf is the address of a record's page. */
export function pageOf(entity: string, id: string): string {
  return `/records/${entity}/${id}`;
}

/** RecordLink names a record and leads to its page. */
export function RecordLink(props: { entity: string; id: string; title?: string }) {
  const { entity, id, title } = props;
  const { t } = useWords();
  const inGrid = useContext(InGrid);
  if (!title || entity === "") return <span className="faint">{title ?? t("state.deletedRecord")}</span>;
  return (
    <PageLink
      className="reflink"
      tabIndex={inGrid ? -1 : undefined}
      to={pageOf(entity, id)}
      onClick={(event) => event.stopPropagation()}
    >
      {title}
    </PageLink>
  );
}
