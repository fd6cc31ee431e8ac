import { Button, Modal } from "antd";
import { ChevronLeft, ChevronRight, Download } from "lucide-react";
import { useEffect, useState } from "react";
import { saveFile, shownLink } from "@/api";
import { bytes } from "@/lib/bytes";
import { composing } from "@/lib/keyboard";
import { useFocusBack } from "@/ui/useFocusBack";
import { useWords } from "@/ui/words";
import type { Attachment } from "./Attachments";

type Picture = Pick<Attachment, "id" | "file" | "name" | "size">;

/** Viewer shows the pictures of a record, one at a time. */
export function Viewer(props: { pictures: Picture[]; id: string; onSee: (id: string) => void; onClose: () => void }) {
  useFocusBack();
  const { pictures, id, onSee, onClose } = props;
  const { t } = useWords();
  const at = pictures.findIndex((each) => each.id === id);
  const picture = pictures[at];
  const before = pictures[at - 1]?.id;
  const after = pictures[at + 1]?.id;
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      if (composing(event)) return;
      const to = event.key === "ArrowLeft" ? before : event.key === "ArrowRight" ? after : undefined;
      if (to) onSee(to);
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [before, after, onSee]);
  // It was removed meanwhile.
  useEffect(() => {
    if (!picture) onClose();
  }, [picture, onClose]);
  if (!picture) return null;
  return (
    <Modal
      open
      centered
      className="viewer"
      width="min(1200px, 92vw)"
      title={picture.name}
      onCancel={onClose}
      footer={
        <div className="viewer__foot">
          <span className="faint figure">
            {bytes(picture.size)}
            {pictures.length > 1 && ` · ${t("attach.place", { at: at + 1, count: pictures.length })}`}
          </span>
          <span>
            {pictures.length > 1 && (
              <>
                <Button
                  type="text"
                  icon={<ChevronLeft size={16} aria-hidden />}
                  aria-label={t("attach.previousPicture")}
                  disabled={!before}
                  onClick={() => before && onSee(before)}
                />
                <Button
                  type="text"
                  icon={<ChevronRight size={16} aria-hidden />}
                  aria-label={t("attach.nextPicture")}
                  disabled={!after}
                  onClick={() => after && onSee(after)}
                />
              </>
            )}
            <Button icon={<Download size={15} aria-hidden />} onClick={() => saveFile(picture.file, picture.name)}>
              {t("attach.download")}
            </Button>
          </span>
        </div>
      }
    >
      <Place key={picture.id} picture={picture} />
    </Modal>
  );
}

function Place({ picture }: { picture: Picture }) {
  const { t } = useWords();
  const [lost, setLost] = useState(false);
  return (
    <div className="viewer__place">
      {lost ? (
        <p className="faint">{t("attach.noPicture")}</p>
      ) : (
        <img src={shownLink(picture.file, picture.name)} alt={picture.name} onError={() => setLost(true)} />
      )}
    </div>
  );
}
