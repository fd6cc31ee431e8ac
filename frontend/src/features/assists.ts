import { lineAmount } from "@/lib/amounts";
import { assist } from "@/records/form/assist";

// How forms help, entity by entity.

assist("customer", {
  card: { name: "company", phone: "phone", email: "email", website: "website", address: "address" },
});
assist("contact", {
  card: {
    name: "name",
    title: "title",
    phone: "phone",
    landline: "landline",
    email: "email",
    wechat: "wechat",
  },
});
assist("order", {
  lines: {
    lines: {
      fills: { productId: { unitPrice: "price" } },
      start: { quantity: "1" },
      follows: (line) => {
        const amount = lineAmount(line.unitPrice, line.quantity, line.discount);
        return amount === undefined ? {} : { amount };
      },
      sum: { column: "amount", into: "total" },
    },
  },
});
