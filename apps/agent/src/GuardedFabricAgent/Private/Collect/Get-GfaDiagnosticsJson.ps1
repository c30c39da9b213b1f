# The diagnostics as last run, with their own time.
function Get-GfaDiagnosticsJson {
    param([string]$StatePath)
    $kept = if ($StatePath) { Read-GfaStateFile -StatePath $StatePath -Name diagnostics }
    if ($kept.fact) { return "$($kept.fact)" }
    ConvertTo-GfaJson (New-GfaFact -Status unavailable -Reason (Get-GfaMessage DiagnosticsNotRun))
}
