import { arrange } from "@/records/layouts";

// Which columns a list shows at first, entity by entity. What is not named here arranges itself.

arrange("customer", {
  columns: ["name", "level", "status", "industry", "region", "phone", "nextFollowUpOn", "lastFollowUpOn", "ownerId"],
});
arrange("contact", {
  named: "person",
  columns: ["name", "customerId", "title", "phone", "email", "decisionRole", "primary", "updatedAt"],
});
arrange("followUp", {
  columns: ["summary", "customerId", "contactId", "way", "at", "nextStep", "nextOn", "ownerId"],
  sort: [{ field: "at", desc: true }],
});
arrange("followUpPlan", {
  columns: ["goal", "customerId", "way", "dueOn", "status", "ownerId"],
  sort: [{ field: "status" }, { field: "dueOn" }],
});
arrange("product", {
  columns: ["name", "code", "category", "series", "unit", "price", "cost", "active"],
  sums: [],
  sort: [{ field: "name" }],
});
arrange("opportunity", {
  columns: ["name", "customerId", "stage", "amount", "chance", "expectedCloseOn", "productId", "ownerId", "updatedAt"],
  sort: [{ field: "expectedCloseOn", desc: true }],
  asks: [{ when: "stage", is: "lost", ask: "lostReason" }],
});
arrange("order", {
  named: "code",
  columns: ["number", "customerId", "orderedOn", "status", "total", "region", "segment", "shippedOn", "ownerId"],
  sort: [{ field: "orderedOn", desc: true }],
});
arrange("user", {
  named: "person",
  columns: ["name", "login", "email", "phone", "departmentId", "managerId", "roleIds", "active"],
  sort: [{ field: "name" }],
});
// What nobody owns shows no owner.
arrange("department", { columns: ["name", "parentId", "managerId", "note", "updatedAt"] });
arrange("role", { columns: ["name", "description", "key", "updatedAt"] });
arrange("tag", { columns: ["name", "tone", "note", "updatedAt"] });
arrange("pipeline", { columns: ["name", "standard", "active", "note", "updatedAt"] });
