import { Suspense } from "react";
import { useDescribe } from "@/api";
import { lazily } from "@/ui/lazily";
import { Checklist } from "./Checklist";
import { FirstRun } from "./FirstRun";
import { useBeginning, useFlags, useStart } from "./start";

const TodayPage = lazily<object>(() =>
  import("@/features/today/TodayPage").then((module) => ({ default: module.TodayPage })),
);

/** HomeRoute is where a day begins: the day's work; in a new book the first steps. */
export function HomeRoute() {
  const { book } = useDescribe();
  const start = useStart();
  const { flags, known } = useFlags();
  const beginning = useBeginning((state) => state.busy);
  // Which of the two is right is known within milliseconds; nothing is shown that would be taken away again.
  if (!book.practice && (start.isPending || !known)) return null;
  const own = start.data?.own;
  const isNew =
    !book.practice &&
    own !== undefined &&
    start.data?.lent === undefined &&
    flags.begun === undefined &&
    Object.values(own).every((count) => count === 0);
  if (isNew || beginning) return <FirstRun />;
  return (
    <div className="home">
      {!book.practice && start.data && <Checklist start={start.data} />}
      <div className="home__page">
        <Suspense fallback={null}>
          <TodayPage />
        </Suspense>
      </div>
    </div>
  );
}
