# Complétion pour PowerShell, écrite par « reseaux completion powershell ».
Register-ArgumentCompleter -Native -CommandName reseaux -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements |
        Where-Object { $_.Extent.StartOffset -lt $cursorPosition } |
        ForEach-Object { $_.Extent.Text })
    if ($wordToComplete -eq '') { $words += "''" }
    $option = ''
    if ($wordToComplete -match '^--[^=]+=') { $option = $Matches[0] }
    $kept = $env:COMP_WORDS, $env:COMP_CWORD, $env:_RESEAUX_COMPLETE, [Console]::OutputEncoding
    try {
        $env:COMP_WORDS = $words -join "`n"
        $env:COMP_CWORD = $words.Count - 1
        $env:_RESEAUX_COMPLETE = 'complete_bash'
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        & $words[0] 2>$null | Where-Object { $_ } | ForEach-Object {
            $word, $help = $_ -split "`t", 2
            if (-not $help) { $help = $word }
            $typed = $option + $word
            if ($typed -match '[\s,;()''"]') { $typed = "'" + ($typed -replace "'", "''") + "'" }
            [Management.Automation.CompletionResult]::new($typed, $word, 'ParameterValue', $help)
        }
    } finally {
        $env:COMP_WORDS, $env:COMP_CWORD, $env:_RESEAUX_COMPLETE = $kept[0..2]
        [Console]::OutputEncoding = $kept[3]
    }
}
