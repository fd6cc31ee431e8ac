import { Button, Switch } from "antd";
import { Minus, Plus } from "lucide-react";
import { useEffect, useState } from "react";
import { host, type WindowState, type WindowWish } from "@/shell";
import { useWords } from "@/ui/words";
import { stepped, zoomTo } from "./zoom";

/** WindowSettings is what one can say of the window; nothing in a browser, whose window is not ours. */
export function WindowSettings() {
  const { t } = useWords();
  const [state, setState] = useState<WindowState>();
  useEffect(() => {
    void host.frame?.state().then(setState, () => undefined);
  }, []);
  if (!state) return null;
  const set = (wish: WindowWish) => void host.frame?.set(wish).then(setState, () => undefined);
  const zoom = async (step: -1 | 0 | 1) => {
    const now = await zoomTo(stepped(state.zoom, step));
    setState({ ...state, zoom: now });
  };
  return (
    <section>
      <h2 className="panel__title">{t("window.title")}</h2>
      <p className="second">{t("window.text")}</p>
      <dl className="settings__list">
        <dt>{t("window.zoom")}</dt>
        <dd className="withicon">
          <Button
            size="small"
            icon={<Minus size={14} aria-hidden />}
            aria-label={t("window.zoomOut")}
            onClick={() => void zoom(-1)}
          />
          <Button size="small" title={t("window.zoomReset")} onClick={() => void zoom(0)}>
            {Math.round(state.zoom * 100)}%
          </Button>
          <Button
            size="small"
            icon={<Plus size={14} aria-hidden />}
            aria-label={t("window.zoomIn")}
            onClick={() => void zoom(1)}
          />
        </dd>
        <dt>{t("window.notify")}</dt>
        <dd>
          <Switch
            size="small"
            aria-label={t("window.notify")}
            checked={state.notify}
            onChange={(notify) => set({ notify })}
          />{" "}
          <span className="second">{t("window.notifyText")}</span>
        </dd>
        <dt>{t("window.menu")}</dt>
        <dd>
          <Switch size="small" aria-label={t("window.menu")} checked={state.menu} onChange={(menu) => set({ menu })} />{" "}
          <span className="second">{t("window.menuText")}</span>
        </dd>
      </dl>
    </section>
  );
}
