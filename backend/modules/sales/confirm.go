package sales

import (
	"context"
	"strings"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
)

// OrderInput names an order.
type OrderInput struct {
	ID string `json:"id"`
}

// OrderState is how an order stands afterwards.
type OrderState struct {
	ID     string      `json:"id"`
	Rev    uint64      `json:"rev"`
	Status OrderStatus `json:"status"`
}

// Confirm confirms a draft: it needs a customer and something that is sold.
func (s *Service) Confirm(ctx context.Context, in OrderInput) (OrderState, error) {
	return s.changeOrder(ctx, in.ID, lang.Of("确认订单", "Confirmed an order"), func(o *Order) error {
		var faults fault.Faults
		if o.Status != Draft {
			return fault.New(fault.Conflict, "只有草稿订单可以确认", "Only a draft can be confirmed.")
		}
		if o.CustomerID == "" {
			faults.Add("customerId", lang.Of("确认前请选择客户", "Choose a customer before confirming"))
		}
		if len(o.Lines) == 0 && o.Total == 0 {
			faults.Add("lines", lang.Of("确认前请填写明细或金额", "Enter lines or a total before confirming"))
		}
		if o.OrderedOn == 0 {
			o.OrderedOn = day.In(s.clock.Now(), time.Local)
		}
		o.Status = Confirmed
		return faults.Err()
	})
}

// CancelInput cancels an order.
type CancelInput struct {
	ID     string `json:"id"`
	Reason string `json:"reason,omitempty"`
}

// Cancel cancels an order that has not been received or closed.
func (s *Service) Cancel(ctx context.Context, in CancelInput) (OrderState, error) {
	return s.changeOrder(ctx, in.ID, lang.Of("取消订单", "Cancelled an order"), func(o *Order) error {
		if o.Status.Closed() || o.Status == Received {
			return fault.New(fault.Conflict, "已签收、已完成或已取消的订单不能取消", "An order that is received, completed or cancelled cannot be cancelled.")
		}
		o.Status = Cancelled
		if reason := firstText(in.Reason); reason != "" {
			o.Note = strings.TrimSpace(o.Note + "\n" + reason)
		}
		return nil
	})
}

func (s *Service) changeOrder(ctx context.Context, orderID string, label lang.Text, change func(*Order) error) (out OrderState, err error) {
	label = customers.About(ctx, s.db, label, Orders.Type, orderID)
	err = s.db.Write(store.WithSet(ctx, id.New(), label.In(who.Lang(ctx))), func(ctx context.Context) error {
		o, err := store.Get(ctx, s.db, Orders, id.Of[Order](orderID))
		if err != nil {
			return err
		}
		if err := change(o); err != nil {
			return err
		}
		if err := s.db.Put(ctx, o); err != nil {
			return err
		}
		out = OrderState{ID: o.ID, Rev: o.Rev, Status: o.Status}
		return nil
	})
	return out, err
}
