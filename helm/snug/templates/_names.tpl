{{- define "snug.name" -}}
{{- if contains "snug" .Release.Name }}{{ .Release.Name | trunc 50 | trimSuffix "-" }}{{ else }}{{ printf "%s-snug" .Release.Name | trunc 50 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "snug.selector" -}}
app.kubernetes.io/name: snug
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "snug.labels" -}}
{{ include "snug.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "snug.databaseUrl" -}}
{{- if .Values.postgresql.enabled }}jdbc:postgresql://{{ include "snug.name" . }}-database/snug{{ else }}{{ required "Name your PostgreSQL with database.url, or set postgresql.enabled." .Values.database.url }}{{ end }}
{{- end }}

{{- define "snug.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
