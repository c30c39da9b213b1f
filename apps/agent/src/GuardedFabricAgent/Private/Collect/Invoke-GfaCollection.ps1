# Runs collectors in processes of their own and answers with a table of name and JSON text. A process that
# hangs is left behind and ended, and another one goes on with the rest: nothing else can stop a cmdlet that
# does not return (Start-Job is refused in Constrained Language Mode where the system is not locked down, and
# jobs share the fate of their process).
function Invoke-GfaCollection {
    param([string[]]$Name, [string]$WorkPath, [string]$Negotiated)
    $folder = Join-Path $WorkPath ([guid]::NewGuid().ToString())
    $null = New-Item -Path $folder -ItemType Directory -ErrorAction Stop
    try {
        Set-Content -LiteralPath (Join-Path $folder 'context.txt') -Value $Negotiated -Encoding Ascii
        $ended = Wait-GfaCollection -Name $Name -Folder $folder
        # Where no process can be started, or none can import this module, it is done here, without a net.
        $unclaimed = @($Name | Where-Object { -not (Test-Path -LiteralPath (Join-Path $folder "$_.claim")) })
        if ($unclaimed.Count -gt 0) { Write-GfaFactFile -Name $unclaimed -ResultPath $folder }
        Receive-GfaCollection -Name $Name -Folder $folder -Ended $ended
    } finally {
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
}
