import { Dropdown } from "antd";
import type { ReactNode } from "react";
import type { GridMenu } from "./grid";

/** MenuAt shows a menu at a point of the screen; the keys go into it, and back when it closes. */
export function MenuAt(props: {
  x: number;
  y: number;
  menu: GridMenu;
  /** Hangs to the left of the point. */
  right?: boolean;
  onClose: () => void;
}) {
  const { x, y, menu, onClose } = props;
  return (
    <Dropdown
      open
      autoFocus
      trigger={["click"]}
      placement={props.right ? "bottomRight" : "bottomLeft"}
      menu={{
        items: menu.items,
        onClick: (info) => {
          // The Enter that chose must not press what gets the focus back.
          info.domEvent.preventDefault();
          onClose();
        },
      }}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      popupRender={menu.below ? (list: ReactNode) => <Panel list={list} below={menu.below} /> : undefined}
    >
      <span className="menuat" style={{ left: x, top: y }} />
    </Dropdown>
  );
}

function Panel({ list, below }: { list: ReactNode; below: ReactNode }) {
  return (
    <div className="menupanel">
      {list}
      <div className="menupanel__below">{below}</div>
    </div>
  );
}
