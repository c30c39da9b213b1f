# The HGS client's own diagnostics as text. They take minutes and are known to be wrong in places, so they
# accompany the status and never stand in for it. Without a folder of ours the traces would stay behind.
function Get-GfaDiagnosticsFact {
    if (-not (Test-GfaCommand HgsDiagnostics\Get-HgsTrace)) { return (New-GfaFact -Status unavailable -Reason (Get-GfaMessage CommandMissing 'Get-HgsTrace')) }
    $place = if ($script:GfaWorkPath) { $script:GfaWorkPath } else { Get-GfaTemporaryPath }
    $folder = Join-Path $place "GuardedFabricTrace-$([guid]::NewGuid())"
    $null = New-Item -Path $folder -ItemType Directory
    try {
        # One test that fails must not cost what the others say.
        $text = Get-HgsTrace -RunDiagnostics -Detailed -Path $folder -ErrorAction SilentlyContinue -ErrorVariable problems | Out-String -Width 160
        if (-not $text.Trim() -and $problems) { throw $problems[0] }
    } finally {
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
    New-GfaFact -Value ([ordered]@{ text = ConvertTo-GfaText $text; collectedAt = ConvertTo-GfaTimestamp (Get-Date) })
}
