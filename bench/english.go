package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
)

// What English names and talks are put together from. Nobody of them exists.
var (
	englishHeads = strings.Fields("Nordwerk Brightline Halvorsen Kestrel Meridian Oakfield Pinnacle Quillon Ravenna Stellarc Tarnwick Umbra Veritas Westhaven Yarrow Zephyrine")
	englishKinds = strings.Fields("Automation Robotics Instruments Hydraulics Bearings Packaging Logistics Chemicals Electronics Machinery")
	englishEnds  = []string{"Shanghai Ltd", "Asia Co", "Trading GmbH", "Holdings", "Suzhou Co Ltd", "International"}
	englishTalks = []string{
		"Called purchasing about the servo replacement, they asked for a written quotation and the warranty terms.",
		"Visited the packaging line, the maintenance manager wants spare parts in stock before the audit.",
		"Sent the electromagnetic compatibility report, engineering will review it next week.",
		"Video meeting on the retrofit schedule, delivery must happen before the holiday shutdown.",
		"Discount request from procurement, competitor offers eight percent less with longer delivery.",
	}
)

// speakEnglish adds customers with English names to the book, and two talks with each.
func (b *bench) speakEnglish(n int) error {
	keys, err := seal.Unlock(b.bookDir(), "")
	if err != nil {
		return err
	}
	db, err := store.Open(store.Config{Dir: b.bookDir(), Keys: keys, Types: entity.NewSet(groups()...)})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 7))
	pick := func(from []string) string { return from[r.IntN(len(from))] }
	for done := 0; err == nil && done < n; {
		err = db.Write(b.ctx, func(ctx context.Context) error {
			for k := 0; k < 200 && done < n; k++ {
				c := customers.Customers.New().(*customers.Customer)
				c.ID, c.Code = madeID(r), fmt.Sprintf("EN%06d", done)
				c.Name = fmt.Sprintf("%s %s %s %d", englishHeads[done%len(englishHeads)], pick(englishKinds), pick(englishEnds), done)
				c.Phone, c.Region = fmt.Sprintf("021-6%07d", r.IntN(10_000_000)), "上海市/上海市"
				if err := db.Put(ctx, c); err != nil {
					return err
				}
				for talk := range 2 {
					f := customers.FollowUps.New().(*customers.FollowUp)
					f.ID, f.CustomerID, f.Content = madeID(r), id.Of[customers.Customer](c.ID), englishTalks[(2*done+talk)%len(englishTalks)]
					f.At = time.Now().Truncate(24 * time.Hour).Add(-time.Duration(r.IntN(540*24)) * time.Hour)
					if err := db.Put(ctx, f); err != nil {
						return err
					}
				}
				done++
			}
			return nil
		})
	}
	if shut := db.Close(); err == nil {
		err = shut
	}
	return err
}

// madeID is an id that is the same in every run.
func madeID(r *rand.Rand) string {
	var raw [16]byte
	for i := range raw {
		raw[i] = byte(r.Uint32())
	}
	raw[0], raw[6], raw[8] = 1, 0x70|raw[6]&0x0f, 0x80|raw[8]&0x3f
	return id.FromBytes(raw)
}
