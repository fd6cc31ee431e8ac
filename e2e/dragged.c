// A small window with a file in it that can be dragged out, as out of a file manager: dragged FILE-URI.
#include <gtk/gtk.h>

static void give(GtkWidget *widget, GdkDragContext *drag, GtkSelectionData *data, guint info, guint time, gpointer uri) {
	gchar *uris[] = {uri, NULL};
	gtk_selection_data_set_uris(data, uris);
}

int main(int count, char **words) {
	gtk_init(&count, &words);
	GtkWidget *window = gtk_window_new(GTK_WINDOW_POPUP);
	GtkWidget *file = gtk_event_box_new();
	GtkTargetEntry kinds[] = {{"text/uri-list", 0, 0}};
	gtk_container_add(GTK_CONTAINER(window), file);
	gtk_window_set_default_size(GTK_WINDOW(window), 60, 40);
	gtk_window_move(GTK_WINDOW(window), 1370, 850);
	gtk_drag_source_set(file, GDK_BUTTON1_MASK, kinds, 1, GDK_ACTION_COPY | GDK_ACTION_MOVE);
	g_signal_connect(file, "drag-data-get", G_CALLBACK(give), words[1]);
	g_signal_connect(file, "drag-end", G_CALLBACK(gtk_main_quit), NULL);
	gtk_widget_show_all(window);
	gtk_main();
	return 0;
}
