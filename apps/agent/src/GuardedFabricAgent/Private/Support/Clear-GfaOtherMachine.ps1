# Takes away what another machine had kept here, before this one enrols as itself: its snapshots are no evidence of this
# one, nor is what was remembered of it. What cannot be removed stops the enrolment.
function Clear-GfaOtherMachine {
    param([string]$StatePath)
    Clear-GfaWork -StatePath $StatePath
    $kept = @(
        foreach ($folder in 'spool', 'sent', 'quarantine') { Get-ChildItem -LiteralPath (Join-Path $StatePath $folder) -File }
        Get-ChildItem -LiteralPath $StatePath -File | Where-Object { $_.Name -match '^(counters|diagnostics|boot|hung)\.json' }
    )
    foreach ($file in $kept) { Remove-Item -LiteralPath $file.FullName -Force -ErrorAction Stop }
}
