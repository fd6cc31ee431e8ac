import { Download, MoreHorizontal, PenLine, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { call, forget, saveFile } from "@/api";
import { bytes } from "@/lib/bytes";
import { composing } from "@/lib/keyboard";
import { ButtonMenu } from "@/ui/ButtonMenu";
import { Moment } from "@/ui/Moment";
import { useWords } from "@/ui/words";
import { useNotice } from "../notice";
import type { Attachment } from "./Attachments";
import { Face } from "./Face";
import { isPicture, stemLength } from "./kinds";
import { openFile } from "./openFile";

/** AttachmentRow is one file: what it is, who added it when, and what can be done with it. */
export function AttachmentRow(props: { attachment: Attachment; may: boolean; onShow: () => void }) {
  const { attachment, may, onShow } = props;
  const { file, name } = attachment;
  const { t } = useWords();
  const notice = useNotice();
  const [naming, setNaming] = useState(false);

  const open = () => {
    if (isPicture(name)) onShow();
    else openFile(file, name);
  };
  const remove = async () => {
    try {
      const { change } = await call("attachments.remove", { ids: [attachment.id] });
      await forget(["attachment"]);
      notice.done(t("attach.removed", { name }), change);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };
  const rename = async (to: string) => {
    setNaming(false);
    if (to.trim() === "" || to === name) return;
    try {
      const { change } = await call("attachments.rename", { id: attachment.id, rev: attachment.rev, name: to });
      await forget(["attachment"]);
      notice.done(t("attach.renamed", { name: to.trim() }), change);
    } catch (thrown) {
      notice.failed(thrown);
    }
  };

  return (
    <li className="attach__row">
      <Face file={file} name={name} />
      <div className="attach__words">
        {naming ? (
          <Naming name={name} onDone={(to) => void rename(to)} onCancel={() => setNaming(false)} />
        ) : (
          <button
            type="button"
            className="attach__name attach__name--open reflink"
            title={name}
            aria-label={t("attach.open", { name })}
            onClick={open}
          >
            {name}
          </button>
        )}
        <span className="attach__facts">
          <span className="figure">{bytes(attachment.size)}</span>
          {" · "}
          <Moment at={attachment.at} />
          {" · "}
          <span title={t("attach.by", { name: attachment.byName })}>{attachment.byName}</span>
        </span>
      </div>
      <span className="attach__deeds">
        <button
          type="button"
          className="iconbutton iconbutton--small"
          aria-label={t("attach.downloadNamed", { name })}
          title={t("attach.download")}
          onClick={() => saveFile(file, name)}
        >
          <Download size={14} aria-hidden />
        </button>
        {may && (
          <ButtonMenu
            placement="bottomRight"
            menu={{
              items: [
                {
                  key: "rename",
                  icon: <PenLine size={14} />,
                  label: t("attach.rename"),
                  onClick: () => setNaming(true),
                },
                {
                  key: "remove",
                  icon: <Trash2 size={14} />,
                  danger: true,
                  label: t("attach.remove"),
                  onClick: () => void remove(),
                },
              ],
            }}
          >
            <button
              type="button"
              className="iconbutton iconbutton--small"
              aria-label={t("attach.moreOf", { name })}
              title={t("action.more")}
            >
              <MoreHorizontal size={14} aria-hidden />
            </button>
          </ButtonMenu>
        )}
      </span>
    </li>
  );
}

function Naming(props: { name: string; onDone: (to: string) => void; onCancel: () => void }) {
  const { t } = useWords();
  const over = useRef(false);
  const end = (act: () => void) => {
    if (over.current) return;
    over.current = true;
    act();
  };
  return (
    <input
      className="attach__naming"
      aria-label={t("attach.newName")}
      defaultValue={props.name}
      maxLength={150}
      ref={(input) => {
        if (!input || input.dataset.ready) return;
        input.dataset.ready = "yes";
        // The menu that asked for it takes the focus back while it closes.
        requestAnimationFrame(() => {
          input.focus();
          input.setSelectionRange(0, stemLength(props.name));
        });
      }}
      onBlur={(event) => {
        const to = event.target.value;
        if (event.target.dataset.ready === "yes" && document.hasFocus()) end(() => props.onDone(to));
      }}
      onKeyDown={(event) => {
        if (composing(event.nativeEvent)) return;
        event.stopPropagation();
        if (event.key === "Enter") {
          const to = event.currentTarget.value;
          end(() => props.onDone(to));
        } else if (event.key === "Escape") end(props.onCancel);
      }}
    />
  );
}
