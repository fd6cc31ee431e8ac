import { Dropdown, type DropdownProps } from "antd";
import { useLayoutEffect, useRef, useState } from "react";
import { giveBack } from "./useFocusBack";

/** ButtonMenu is the menu of a button: the keys go into it when it opens, and back to where they were when it closes. */
export function ButtonMenu(props: DropdownProps) {
  const [own, setOwn] = useState(false);
  const open = props.open ?? own;
  const before = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (open) before.current = document.activeElement;
  }, [open]);
  return (
    <Dropdown
      trigger={["click"]}
      autoFocus
      {...props}
      open={open}
      onOpenChange={(next, info) => {
        setOwn(next);
        props.onOpenChange?.(next, info);
        if (!next) giveBack(before.current);
      }}
      menu={{
        ...props.menu,
        onClick: (info) => {
          props.menu?.onClick?.(info);
          // Before the dialog is there that was asked for: it gives the focus back to where it finds it.
          giveBack(before.current);
        },
      }}
    />
  );
}
