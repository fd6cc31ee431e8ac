import { useWords } from "@/ui/words";
import type { Command } from "./registry";
import { usePending } from "./useShortcuts";

/** GoHint shows, after G, which letter leads where. It leaves by itself. */
export function GoHint({ commands }: { commands: () => Command[] }) {
  const { t } = useWords();
  const first = usePending((pending) => pending.first);
  if (first === undefined) return null;
  const places = commands().filter((command) => command.keys?.startsWith(`${first} `));
  return (
    <div className="gohint" role="status" aria-label={t("keys.go")}>
      <p className="gohint__title">{t("keys.go")}</p>
      <ul className="gohint__list">
        {places.map((place) => (
          <li key={place.id} className="gohint__place">
            <kbd>{place.keys?.slice(first.length + 1).toUpperCase()}</kbd>
            <span>{place.label}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
