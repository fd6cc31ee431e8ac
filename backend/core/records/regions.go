package records

import (
	"context"

	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
)

// RegionsOutput holds the places of China for whoever fills in a region.
type RegionsOutput struct {
	// Provinces with their cities, those with their districts.
	Provinces []RegionNode `json:"provinces"`
}

// RegionNode is a province, a city or a district.
type RegionNode struct {
	Name     string       `json:"name"`
	Children []RegionNode `json:"children,omitempty"`
}

func (s *Service) exposeRegions(t *rpc.Table) {
	rpc.Handle(t, "regions.list", rpc.SignedIn, s.ListRegions).Says("列出省市区", "The provinces of China with their cities and districts, for choosing a region.")
}

// ListRegions lists the provinces of China with what lies in them.
func (s *Service) ListRegions(context.Context, struct{}) (RegionsOutput, error) {
	return RegionsOutput{Provinces: nodes(field.Divisions())}, nil
}

func nodes(in []*field.Division) []RegionNode {
	out := make([]RegionNode, len(in))
	for i, d := range in {
		out[i] = RegionNode{Name: d.Name, Children: nodes(d.Children)}
	}
	return out
}
