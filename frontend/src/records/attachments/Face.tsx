import { useState } from "react";
import { thumbLink } from "@/api";
import { hasThumb, iconOf } from "./kinds";

/** Face is what a file looks like: a small picture where there is one, else the sign of its kind. */
export function Face({ file, name, size = 18 }: { file: string; name: string; size?: number }) {
  const [bare, setBare] = useState(!hasThumb(name));
  const Icon = iconOf(name);
  return (
    <span className="attach__face" aria-hidden>
      {bare ? (
        <Icon size={size} strokeWidth={1.5} />
      ) : (
        <img src={thumbLink(file, name)} alt="" loading="lazy" onError={() => setBare(true)} />
      )}
    </span>
  );
}
