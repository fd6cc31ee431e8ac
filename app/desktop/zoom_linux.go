//go:build linux && desktop && webkit2_41

package desktop

/*
#cgo pkg-config: gtk+-3.0 webkit2gtk-4.1
#include <gtk/gtk.h>
#include <stdlib.h>
#include <webkit2/webkit2.h>

static void zoomWithin(GtkWidget *widget, gpointer factor) {
	if (WEBKIT_IS_WEB_VIEW(widget)) {
		webkit_web_view_set_zoom_level(WEBKIT_WEB_VIEW(widget), *(double *)factor);
	} else if (GTK_IS_CONTAINER(widget)) {
		gtk_container_foreach(GTK_CONTAINER(widget), zoomWithin, factor);
	}
}

static gboolean zoomAll(gpointer factor) {
	GList *windows = gtk_window_list_toplevels();
	for (GList *each = windows; each != NULL; each = each->next) {
		zoomWithin(GTK_WIDGET(each->data), factor);
	}
	g_list_free(windows);
	free(factor);
	return G_SOURCE_REMOVE;
}

static void zoomTo(double factor) {
	double *kept = malloc(sizeof(double));
	*kept = factor;
	g_idle_add(zoomAll, kept);
}
*/
import "C"

// enlarge shows the page larger or smaller, as the engine itself does it. It tells whether it could.
func enlarge(factor float64) bool {
	C.zoomTo(C.double(factor)) // on the thread of the window, when that is free
	return true
}
