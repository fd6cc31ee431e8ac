import type { ButtonHTMLAttributes, ReactNode } from "react";

type Own = "type" | "className" | "title" | "aria-label" | "children";

/** IconButton is a button of a bar that is only a picture. It is a plain one: bars come and go with every record one looks at. */
export function IconButton(
  props: Omit<ButtonHTMLAttributes<HTMLButtonElement>, Own> & {
    label: string;
    /** The keys that do the same. */
    keys?: string;
    children: ReactNode;
  },
) {
  const { label, keys, children, ...rest } = props;
  return (
    <button
      type="button"
      className="iconbutton iconbutton--bar"
      aria-label={label}
      title={keys ? `${label} ${keys}` : label}
      {...rest}
    >
      {children}
    </button>
  );
}
