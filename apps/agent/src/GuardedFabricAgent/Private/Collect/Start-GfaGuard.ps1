# Has a collection in this process looked after: nothing within it could end a cmdlet that does not return. Where
# it takes too long the agent is run anew, and that run ends this one (Stop-GfaGuardedRun). Answers with a folder that
# has to be removed at the end, or with nothing where no guard can be had.
function Start-GfaGuard {
    param([string]$StatePath)
    # What cmd.exe would read as something else.
    if ("$StatePath$script:GfaManifestPath" -match '["%]') { return }
    $folder = Join-Path (Join-Path $StatePath 'work') ([guid]::NewGuid().ToString())
    $time = Get-GfaGuardTime -StatePath $StatePath
    $guard = Get-GfaProcess -Id $PID
    if ($null -eq $guard) { return }
    $guard += @{
        quickSeconds = $time.Quick
        slowSeconds = $time.Slow
        until = ConvertTo-GfaTimestamp (Get-Date).ToUniversalTime().AddSeconds($time.Quick + $time.Slow)
    }
    $run = "Import-Module $(ConvertTo-GfaQuoted $script:GfaManifestPath); exit (Invoke-GuardedFabricAgent -Unattended -TakeOver -StatePath $(ConvertTo-GfaQuoted $StatePath)).ExitCode"
    try {
        $null = New-Item -Path $folder -ItemType Directory -ErrorAction Stop
        $file = Join-Path $folder 'guard.json'
        $quickFile = Join-Path $folder 'quick.txt'
        Write-GfaFile -Path $quickFile -Text 'quick'
        Write-GfaFile -Path $file -Text (ConvertTo-GfaJson $guard)
        $start = Get-GfaGuardScript -File $file -QuickFile $quickFile -Time $time -Command $run
        $process = Start-Process @start -NoNewWindow -PassThru -ErrorAction Stop
        $guard['guardId'] = $process.Id
        Write-GfaFile -Path $file -Text (ConvertTo-GfaJson $guard)
        $folder
    } catch {
        Write-Verbose (Get-GfaErrorText $_)
        Remove-Item -LiteralPath $folder -Recurse -Force -ErrorAction SilentlyContinue
    }
}
