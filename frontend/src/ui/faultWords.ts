import { useCallback } from "react";
import { useWords } from "./words";

interface FaultLike {
  kind: string;
  message: string;
}

const known = [
  "unreachable",
  "signedOut",
  "locked",
  "forbidden",
  "notFound",
  "conflict",
  "unavailable",
  "invalid",
  "internal",
] as const;

/** useFaultWords puts a fault into a sentence: the core's own where it sent one. */
export function useFaultWords(): (fault: FaultLike) => string {
  const { t } = useWords();
  return useCallback(
    (fault) => {
      if (fault.message !== "") return fault.message;
      const kind = known.find((each) => each === fault.kind) ?? "internal";
      return t(`fault.${kind}`);
    },
    [t],
  );
}
