import { useRouter, useSearch } from "@tanstack/react-router";
import { PrintPage } from "@/records/print/PrintPage";

export function PrintRoute() {
  const asked = useSearch({ from: "/print" });
  const router = useRouter();
  const close = () => {
    if (router.history.canGoBack()) router.history.back();
    else if (asked.of === "list") void router.navigate({ to: "/records/$entity", params: { entity: asked.entity } });
    else void router.navigate({ to: "/" });
  };
  return <PrintPage asked={asked} onClose={close} />;
}
