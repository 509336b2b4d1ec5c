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

{{- define "snug.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "snug.pod" -}}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: 40
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  # Keys stay their owner's alone.
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "snug.probes" -}}
startupProbe:
  httpGet: {path: /health/liveness, port: management}
  periodSeconds: 3
  failureThreshold: 60
livenessProbe:
  httpGet: {path: /health/liveness, port: management}
  periodSeconds: 20
  timeoutSeconds: 5
readinessProbe:
  httpGet: {path: /health/readiness, port: management}
  periodSeconds: 10
  timeoutSeconds: 5
{{- end }}

{{- define "snug.jvmOptions" -}}
{{- with .Values.jvmOptions }}
- name: JDK_JAVA_OPTIONS
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{- /* For a PostgreSQL inside the container. */}}
{{- define "snug.scratch" -}}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
- name: shared-memory
  emptyDir: {medium: Memory, sizeLimit: 128Mi}
{{- end }}

{{- /* How others reach a server: a dictionary of its service, its port and the port's name. */}}
{{- define "snug.reached" -}}
type: {{ .service.type }}
{{- if ne .service.type "ClusterIP" }}
# So that the server sees who asks: it limits each address.
externalTrafficPolicy: Local
{{- end }}
ports:
  - name: {{ .name }}
    port: {{ .port }}
    targetPort: {{ .name }}
    {{- if eq .service.type "NodePort" }}
    nodePort: {{ .port }}
    {{- end }}
{{- end }}
